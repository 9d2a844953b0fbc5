// Defines <hearth-chat>. Only what the platform wants as a JavaScript class stands here; hearth.js and everything behind
// it is fetched when a visitor needs it.
import { create, main } from './page/widget.js';

const TEXTS = ['model', 'src', 'layout', 'heading', 'greeting', 'system', 'placeholder', 'suggestions', 'theme', 'device'];
const SWITCHES = ['open', 'autoload'];
const STYLE = '@widget/widget.css@';

function define() {
  main([]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  class HearthChat extends HTMLElement {
    static observedAttributes = [...TEXTS, ...SWITCHES];

    #widget;

    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      this.#widget = create(this, root, () => import('./hearth.js').then((module) => module.Hearth));
    }

    connectedCallback() {
      for (const name of HearthChat.observedAttributes) this.#adopt(name);
      this.#widget.connect();
    }

    disconnectedCallback() {
      this.#widget.disconnect();
    }

    attributeChangedCallback(name) {
      if (this.isConnected) this.#widget.changed(name);
    }

    /** Fetches and starts the model; counts as the visitor's consent. */
    load() {
      return this.#widget.load();
    }

    /** Says something for the visitor; gives the answer. */
    send(text) {
      return this.#widget.ask(String(text));
    }

    /** Ends the answer or the download that is under way. */
    stop() {
      this.#widget.stop();
    }

    /** Empties the conversation. */
    clear() {
      this.#widget.clear();
    }

    get messages() {
      return this.#widget.messages;
    }

    get runtime() {
      return this.#widget.runtime;
    }

    get chatModel() {
      return this.#widget.chatModel;
    }

    // A property that was set before the element was defined hides the accessor: it is set again.
    #adopt(name) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
  }

  for (const name of TEXTS) {
    Object.defineProperty(HearthChat.prototype, name, {
      get() { return this.getAttribute(name) ?? ''; },
      set(value) { this.setAttribute(name, value); },
    });
  }
  for (const name of SWITCHES) {
    Object.defineProperty(HearthChat.prototype, name, {
      get() { return this.hasAttribute(name); },
      set(value) { this.toggleAttribute(name, Boolean(value)); },
    });
  }
  customElements.define('hearth-chat', HearthChat);
}

if (typeof customElements !== 'undefined' && !customElements.get('hearth-chat')) define();

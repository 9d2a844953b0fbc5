// Types of the element <hearth-chat>, which hearth-widget.js defines.
import type { HearthError, Model, ModelInfo, Progress, Runtime } from './hearth.js';

/** A chat for any page. Attributes are properties of the same names. */
export interface HearthChatElement extends HTMLElement {
  /** A catalogue id, a file on the hub, or a URL; default: hearth-tiny. */
  model: string;
  /** Address of a GGUF file; wins over `model`. */
  src: string;
  /** 'floating' (the default): a button that opens a panel; 'inline': a part of the page. */
  layout: string;
  open: boolean;
  /** Fetch the model without asking the visitor first. */
  autoload: boolean;
  heading: string;
  greeting: string;
  placeholder: string;
  /** Instructions for the model. */
  system: string;
  /** Questions to choose from, one a line. */
  suggestions: string;
  /** 'auto' (the default), 'light' or 'dark'. */
  theme: string;
  device: string;
  /** The conversation, without greeting and instructions. */
  readonly messages: { role: 'user' | 'assistant'; content: string }[];
  readonly runtime: Runtime | null;
  readonly chatModel: Model | null;
  /** Fetches and starts the model; counts as the visitor's consent. */
  load(): Promise<void>;
  /** Says something for the visitor; gives the answer. Waits for consent. */
  send(text: string): Promise<string>;
  stop(): void;
  clear(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'hearth-chat': HearthChatElement;
  }
  interface HTMLElementEventMap {
    'hearth-progress': CustomEvent<Progress>;
    'hearth-ready': CustomEvent<ModelInfo>;
    'hearth-message': CustomEvent<{ role: 'user' | 'assistant'; content: string }>;
    'hearth-error': CustomEvent<HearthError>;
  }
}

// Starts the chat page: compiled code gets the public API and the document.
import { Hearth } from '../hearth.js';
import { main, start } from '../page/chat.js';

main([]);
start(Hearth);

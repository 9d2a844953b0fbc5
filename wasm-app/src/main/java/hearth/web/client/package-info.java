/**
 * What the chat page and the widget share: the public API of {@code hearth.js} as Java sees it, the loop that answers a
 * conversation, and words for numbers. Uses nothing but that public API.
 */
package hearth.web.client;

/** The chat page: what {@code index.html} does, on top of the public API of {@code hearth.js}. */
package hearth.web.chat;

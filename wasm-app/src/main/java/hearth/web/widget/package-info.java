/** The element {@code <hearth-chat>}: a conversation for other people's pages, inside a shadow root. */
package hearth.web.widget;

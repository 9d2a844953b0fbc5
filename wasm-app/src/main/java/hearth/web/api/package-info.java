/**
 * The public JavaScript API of {@code hearth.js}: a thin client of the engine worker. Requests go over as JSON text and come
 * back the same way; nothing here knows what a model is.
 */
package hearth.web.api;

package hearth.web.chat;

import org.teavm.jso.JSBody;

/**
 * Registers the service worker, so that the site opens without a network. A new version that is found while the page is
 * untouched is taken at once; otherwise it waits until the next visit.
 */
final class OfflineSite {
    private OfflineSite() {
    }

    /** Keeps the site on this device, where the browser can. */
    @JSBody(script = "if (!('serviceWorker' in navigator)) return;"
            + " var container = navigator.serviceWorker, touched = false, controlled = !!container.controller;"
            + " var touch = function () { touched = true; };"
            + " addEventListener('input', touch, {once: true, capture: true});"
            + " addEventListener('click', touch, {once: true, capture: true});"
            + " container.addEventListener('controllerchange', function () { if (controlled && !touched) location.reload(); });"
            + " var offer = function (worker) { if (worker && controlled && !touched) worker.postMessage('take-over'); };"
            + " container.register('hearth-sw.js').then(function (registration) {"
            + "   offer(registration.waiting);"
            + "   registration.addEventListener('updatefound', function () {"
            + "     var worker = registration.installing;"
            + "     worker.addEventListener('statechange', function () { if (worker.state === 'installed') offer(worker); });"
            + "   });"
            + " }, function () {});")
    static native void keep();
}

// For browsers that know no modules: says in words what is missing. Written for the oldest of them.
(function () {
  var words = 'This browser cannot run Hearth: it is too old for JavaScript modules and WebAssembly. ' +
    'Chrome and Edge 119, Firefox 120 and Safari 18.2, and later ones, have what it needs.';
  function show() {
    document.getElementById('unsupported-words').textContent = words;
    document.getElementById('unsupported').removeAttribute('hidden');
    document.getElementById('chat').setAttribute('hidden', 'hidden');
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
  else show();
}());

// Maps a path to a page. Paths below /console/ without a file extension are pages of the console, except its assets.
function handler(event) {
  var request = event.request;
  var path = request.uri;
  if (path === '/' || path === '/console') {
    return redirect('/console/' + query(request.querystring));
  }
  if (path === '/docs') {
    return redirect('/docs/' + query(request.querystring));
  }
  if (isView(path)) {
    request.uri = '/console/index.html';
  } else if (path === '/docs/') {
    request.uri = '/docs/index.html';
  }
  return request;
}

function isView(path) {
  return (
    path.startsWith('/console/') &&
    path !== '/console/assets' &&
    !path.startsWith('/console/assets/') &&
    path.lastIndexOf('.') < path.lastIndexOf('/')
  );
}

// CloudFront passes names and values as they are in the address. A repeated name has all its values in multiValue.
function query(parameters) {
  var pairs = [];
  Object.keys(parameters || {}).forEach(function (name) {
    (parameters[name].multiValue || [parameters[name]]).forEach(function (each) {
      pairs.push(name + '=' + each.value);
    });
  });
  return pairs.length === 0 ? '' : '?' + pairs.join('&');
}

function redirect(location) {
  return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: location } } };
}

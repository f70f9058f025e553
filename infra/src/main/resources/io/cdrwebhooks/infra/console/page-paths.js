// The page that a path means. Paths below /console/ without a file extension are the console's own, except its assets.
function handler(event) {
  var request = event.request;
  var path = request.uri;
  if (path === '/' || path === '/console') {
    return redirect('/console/');
  }
  if (path === '/docs') {
    return redirect('/docs/');
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

function redirect(location) {
  return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: location } } };
}

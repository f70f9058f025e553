// The page that a path means. Paths below /console/ without a file extension are the console's own.
function handler(event) {
  var request = event.request;
  var path = request.uri;
  if (path === '/' || path === '/console') {
    return redirect('/console/');
  }
  if (path === '/docs') {
    return redirect('/docs/');
  }
  if (path.startsWith('/console/') && path.lastIndexOf('.') < path.lastIndexOf('/')) {
    request.uri = '/console/index.html';
  } else if (path === '/docs/') {
    request.uri = '/docs/index.html';
  }
  return request;
}

function redirect(location) {
  return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: location } } };
}

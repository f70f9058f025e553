// Shows openapi.yaml from the same folder. The page sends no requests to other servers.
window.SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#viewer',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  persistAuthorization: false,
  validatorUrl: null,
});

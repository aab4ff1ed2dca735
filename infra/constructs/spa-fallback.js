// CloudFront Function (cloudfront-js-2.0): a page of the dashboard is a path without a file; index.html shows it.
// The reference of the API is a page of its own.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  var request = event.request;
  var file = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (request.uri === '/docs' || request.uri === '/docs/') request.uri = '/docs/index.html';
  else if (!file.includes('.')) request.uri = '/index.html';
  return request;
}

// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/conformance.hpp"

#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/links.hpp"
#include "geo/base/json.hpp"

namespace api {

Response conformance(const Call& call) {
  if (call.format == Format::html) { return document(call, conformance_html(call)); }
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().key("conformsTo").begin_array();
  for (const std::string_view uri : conformance_classes) { json.value(uri); }
  json.end_array();
  write_links(json, own_links(call));
  json.end_object();
  return document(call, std::move(body));
}

}  // namespace api

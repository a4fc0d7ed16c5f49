// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/provenance.hpp"

#include "geo/base/time.hpp"

namespace api {

void write_provenance(geo::JsonWriter& json, const geo::Provenance& made, bool with_summary) {
  json.member("method", made.method).key("parameters").raw(made.parameters);
  if (with_summary) { json.key("summary").raw(made.summary); }
  json.key("inputs").begin_array();
  for (const std::string& input : made.inputs) { json.value(input); }
  json.end_array().member("role", made.role).member("rev", made.rev).member("made_at", geo::format_time(made.made_at)).key("expires_at");
  if (made.expires_at) {
    json.value(geo::format_time(*made.expires_at));
  } else {
    json.null();
  }
}

}  // namespace api

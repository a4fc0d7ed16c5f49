// SPDX-License-Identifier: Apache-2.0
// The functions of our own that filters may use, in the form of OGC API - Features Part 3, 6.3 (functions).
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/links.hpp"
#include "geo/base/json.hpp"
#include "geo/cql2/calendar.hpp"

namespace api {
namespace {

using geo::JsonWriter;

void write_argument(JsonWriter& json, std::string_view title, std::string_view description, std::initializer_list<std::string_view> types) {
  json.begin_object().member("title", title).member("description", description).key("type").begin_array();
  for (const std::string_view type : types) { json.value(type); }
  json.end_array().end_object();
}

}  // namespace

Response functions(const Call& call) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("functions").begin_array();
  for (const geo::cql2::CalendarFunction& function : geo::cql2::calendar_functions()) {
    json.begin_object().member("name", function.name).member("description", call.say(function.description));
    json.key("arguments").begin_array();
    write_argument(json, "instant", call.say("A date or time", "Uma data ou hora"), {"datetime"});
    write_argument(json, "offset_hours",
                   call.say("Hours that the clock is ahead of UTC; may be left out", "Horas de avanço do relógio sobre UTC; pode faltar"),
                   {"number"});
    json.end_array().key("returns").begin_array().value("integer").end_array().end_object();
  }
  json.end_array();
  write_links(json, {{url(call, "/functions"), "self", "application/json", call.say("This document", "Este documento")}});
  json.end_object();
  return document(call, std::move(body));
}

}  // namespace api

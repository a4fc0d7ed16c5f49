// SPDX-License-Identifier: Apache-2.0
#include "api/html/controls.hpp"

namespace api {
namespace {

void append_day(Html& html, std::string_view name, std::string_view label, std::string_view value) {
  begin_control(html, label);
  html.raw("<input type=\"date\" name=\"").raw(name).raw("\" value=\"").text(value).raw("\"></label>\n");
}

}  // namespace

void append_hidden(Html& html, std::string_view name, std::string_view value) {
  html.raw(R"(<input type="hidden" name=")").text(name).raw("\" value=\"").text(value).raw("\">\n");
}

void begin_control(Html& html, std::string_view label, std::string_view kind) {
  html.raw(kind.empty() ? "<label" : "<label class=\"").raw(kind).raw(kind.empty() ? "><span>" : "\"><span>").text(label).raw("</span>");
}

void append_option(Html& html, std::string_view value, std::string_view label, std::string_view chosen) {
  html.raw("<option value=\"").text(value).raw(value == chosen ? "\" selected>" : "\">").text(label).raw("</option>");
}

void append_days(Html& html, const Call& call, std::string_view from, std::string_view to) {
  append_day(html, "from", call.say("From (day, UTC)", "De (dia, UTC)"), from);
  append_day(html, "to", call.say("To (day, UTC)", "Até (dia, UTC)"), to);
}

void append_tick(Html& html, std::string_view name, std::string_view label, bool is_on) {
  html.raw(R"(<label class="check"><input type="checkbox" value="true" name=")").text(name).raw(is_on ? "\" checked>" : "\">");
  html.raw(" <span>").text(label).raw("</span></label>\n");
}

}  // namespace api

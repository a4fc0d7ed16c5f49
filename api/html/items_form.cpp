// SPDX-License-Identifier: Apache-2.0
#include "api/html/items_form.hpp"

#include "api/links.hpp"
#include "api/ogc/items_query.hpp"
#include "api/parameters.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace api {
namespace {

/// Parameters that have a control of their own, or make no sense with other questions.
constexpr std::array<std::string_view, 7> not_kept{"q", "filter", "sortby", "limit", "f", "next", "offset"};

std::string asked(const Call& call, std::string_view name) {
  const std::string* value = call.request.parameter(name);
  return value == nullptr ? std::string() : *value;
}

void append_hidden(Html& html, std::string_view name, std::string_view value) {
  html.raw(R"(<input type="hidden" name=")").text(name).raw("\" value=\"").text(value).raw("\">\n");
}

void begin_control(Html& html, std::string_view label, std::string_view kind) {
  html.raw("<label class=\"").raw(kind).raw("\"><span>").text(label).raw("</span>");
}

void append_option(Html& html, std::string_view value, std::string_view label, std::string_view chosen) {
  html.raw("<option value=\"").text(value).raw(value == chosen ? "\" selected>" : "\">").text(label).raw("</option>");
}

/// A condition that has a meaning here, to begin with.
std::string example(const geo::Collection& schema) {
  for (const geo::Field& field : schema.fields) {
    if (field.hot && field.type == geo::FieldType::integer && !field.system) { return field.name + " > 0"; }
  }
  return schema.geometry == geo::GeometryType::none ? "uuid IS NOT NULL" : "S_INTERSECTS(geometry, BBOX(40, -13, 41, -12))";
}

void append_order(Html& html, const Call& call, const geo::Collection& schema) {
  const std::string chosen = asked(call, "sortby");
  begin_control(html, call.say("In order of", "Por ordem de"), "");
  html.raw("<select name=\"sortby\">");
  append_option(html, "", "id", chosen);
  for (const geo::Field& field : schema.fields) {
    if (!is_sortable(field)) { continue; }
    append_option(html, field.name, call.say(field.title) + " ↑", chosen);
    append_option(html, "-" + field.name, call.say(field.title) + " ↓", chosen);
  }
  html.raw("</select></label>\n");
}

void append_size(Html& html, const Call& call) {
  const std::string chosen = asked(call, "limit").empty() ? std::to_string(default_limit_html) : asked(call, "limit");
  begin_control(html, call.say("Rows a page", "Linhas por página"), "");
  html.raw("<select name=\"limit\">");
  constexpr std::array<std::string_view, 5> sizes{"10", "50", "200", "1000", "10000"};
  for (const std::string_view size : sizes) { append_option(html, size, size, chosen); }
  if (std::find(sizes.begin(), sizes.end(), chosen) == sizes.end()) { append_option(html, chosen, chosen, chosen); }
  html.raw("</select></label>\n");
}

}  // namespace

void append_items_form(Html& html, const Call& call, const geo::Collection& schema) {
  const std::string path = "/collections/" + schema.id;
  html.raw("<form class=\"ask\" method=\"get\" role=\"search\" action=\"").text(url(call, path + "/items")).raw("\">\n");
  append_hidden(html, "f", "html");
  for (const auto& [name, value] : call.request.query) {
    if (std::find(not_kept.begin(), not_kept.end(), name) == not_kept.end()) { append_hidden(html, name, value); }
  }
  begin_control(html, call.say("Words", "Palavras"), "");
  html.raw(R"(<input type="search" name="q" value=")").text(asked(call, "q")).raw("\"></label>\n");
  begin_control(html, call.say("Condition", "Condição"), "wide");
  html.raw(R"(<input name="filter" spellcheck="false" autocapitalize="none" placeholder=")").text(example(schema)).raw("\" value=\"");
  html.text(asked(call, "filter")).raw("\"></label>\n");
  append_order(html, call, schema);
  append_size(html, call);
  html.raw("<button>").text(call.say("Show", "Mostrar")).raw("</button>\n</form>\n<p class=\"hint\">");
  html.text(call.say("A condition is written in CQL2, with ", "Uma condição escreve-se em CQL2, com "));
  html.link(url(call, path, {{"f", "html"}}), call.say("these properties", "estas propriedades")).raw(".</p>\n");
}

}  // namespace api

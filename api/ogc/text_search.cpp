// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/text_search.hpp"

#include "geo/base/error.hpp"
#include "geo/base/letters.hpp"
#include "geo/base/text.hpp"
#include "geo/cql2/make.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace api {
namespace {

using geo::Expression;
using geo::cql2::make_array;
using geo::cql2::make_call;
using geo::cql2::make_literal;
using geo::cql2::make_property;
using Kind = Expression::Kind;

Expression any_of(std::vector<Expression> parts) {
  if (parts.size() == 1) { return std::move(parts.front()); }
  return parts.empty() ? make_literal(Kind::boolean, false) : make_call("or", std::move(parts));
}

std::string without_case_and_accents(std::string_view text) { return geo::strip_accents(geo::fold_case(text)); }

/// Anything, the term as it is, anything.
std::string pattern_of(std::string_view term) {
  std::string pattern = "%";
  for (const char c : without_case_and_accents(term)) {
    if (c == '%' || c == '_' || c == '\\') { pattern += '\\'; }
    pattern += c;
  }
  return pattern + '%';
}

/// Codes that mean something with the term in it.
std::vector<Expression> codes_for(std::string_view term, const geo::CodeList& list) {
  const std::string wanted = without_case_and_accents(term);
  const auto says = [&](const std::string& title) { return without_case_and_accents(title).find(wanted) != std::string::npos; };
  std::vector<Expression> codes;
  for (const geo::Code& code : list.codes) {
    if (says(code.title.en) || says(code.title.pt)) { codes.push_back(make_literal(Kind::text, code.code)); }
  }
  return codes;
}

std::vector<std::string_view> terms_of(std::string_view q) {
  std::vector<std::string_view> terms;
  while (!q.empty()) {
    const std::size_t comma = std::min(q.find(','), q.size());
    std::string_view term = q.substr(0, comma);
    while (term.starts_with(' ')) { term.remove_prefix(1); }
    while (term.ends_with(' ')) { term.remove_suffix(1); }
    if (!term.empty()) { terms.push_back(term); }
    q.remove_prefix(std::min(comma + 1, q.size()));
  }
  return terms;
}

}  // namespace

Expression text_search(std::string_view q, const geo::Collection& schema, const std::vector<geo::CodeList>& lists) {
  constexpr std::size_t most_terms = 10;
  const auto terms = terms_of(q);
  if (terms.empty() || terms.size() > most_terms || !geo::is_valid_utf8(q)) {
    throw geo::Error(geo::Problem::usage, "'q' must be 1 to 10 terms with commas between them; for example q=pemba,mocímboa.",
                     "'q' tem de ser 1 a 10 termos com vírgulas entre eles; por exemplo q=pemba,mocímboa.");
  }
  std::vector<Expression> found;
  for (const std::string_view term : terms) {
    for (const geo::Field& field : schema.fields) {
      if (!field.hot || (field.type != geo::FieldType::text && field.type != geo::FieldType::code)) { continue; }
      const Expression text = make_call("accenti", {make_call("casei", {make_property(field.name)})});
      found.push_back(make_call("like", {text, make_literal(Kind::text, pattern_of(term))}));
      const auto list = std::find_if(lists.begin(), lists.end(), [&](const geo::CodeList& l) { return l.id == field.code_list; });
      if (field.type != geo::FieldType::code || list == lists.end()) { continue; }
      auto codes = codes_for(term, *list);
      if (!codes.empty()) { found.push_back(make_call("in", {make_property(field.name), make_array(std::move(codes))})); }
    }
  }
  return any_of(std::move(found));
}

}  // namespace api

// SPDX-License-Identifier: Apache-2.0
#include "api/negotiation.hpp"

#include "api/http/chars.hpp"
#include "geo/base/number.hpp"

#include <algorithm>
#include <array>

namespace api {
namespace {

/// One element of an Accept or Accept-Language list.
struct Preference {
  std::string_view name;
  double weight = 1;
};

/// The q of the parameters after the name; a broken one counts as none.
double weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::size_t end = std::min(parameters.find(';'), parameters.size());
    const std::string_view parameter = trim(parameters.substr(0, end));
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
    if (parameter.size() < 2 || to_lower(parameter[0]) != 'q' || parameter[1] != '=') { continue; }
    const auto q = geo::parse_number(parameter.substr(2));
    return q ? std::clamp(*q, 0.0, 1.0) : 1;
  }
  return 1;
}

Preference next_preference(std::string_view& list) {
  const std::string_view element = next_element(list);
  const std::size_t semicolon = std::min(element.find(';'), element.size());
  const std::string_view rest = element.substr(semicolon);
  return {trim(element.substr(0, semicolon)), weight_of(rest.empty() ? rest : rest.substr(1))};
}

/// Follows "the most specific range that fits decides".
class Candidate {
 public:
  void offer(int specificity, double weight) {
    if (specificity < m_specificity) { return; }
    m_weight = specificity > m_specificity ? weight : std::max(m_weight, weight);
    m_specificity = specificity;
  }
  [[nodiscard]] double weight() const { return m_weight; }

 private:
  int m_specificity = 0;
  double m_weight = 0;
};

bool is_json_type(std::string_view type) {
  constexpr std::array<std::string_view, 5> types{"application/json", "application/geo+json", "application/openapi+json",
                                                  "application/vnd.oai.openapi+json", "application/problem+json"};
  return std::any_of(types.begin(), types.end(), [&](std::string_view known) { return equals_ignoring_case(known, type); });
}

/// "pt-MZ" is Portuguese, "ptx" is not.
bool is_language(std::string_view range, std::string_view language) {
  return equals_ignoring_case(range.substr(0, 2), language) && (range.size() == 2 || range[2] == '-');
}

}  // namespace

Format preferred_format(std::string_view accept) {
  Candidate html;
  Candidate json;
  while (!accept.empty()) {
    const Preference range = next_preference(accept);
    if (equals_ignoring_case(range.name, "text/html")) { html.offer(3, range.weight); }
    if (equals_ignoring_case(range.name, "text/*")) { html.offer(2, range.weight); }
    if (is_json_type(range.name)) { json.offer(3, range.weight); }
    if (equals_ignoring_case(range.name, "application/*")) { json.offer(2, range.weight); }
    if (range.name == "*/*") {
      html.offer(1, range.weight);
      json.offer(1, range.weight);
    }
  }
  return html.weight() > json.weight() ? Format::html : Format::json;
}

Language preferred_language(std::string_view accept_language, Language fallback) {
  double pt = 0;
  double en = 0;
  while (!accept_language.empty()) {
    const Preference range = next_preference(accept_language);
    if (is_language(range.name, "pt")) { pt = std::max(pt, range.weight); }
    if (is_language(range.name, "en")) { en = std::max(en, range.weight); }
  }
  if (pt > en) { return Language::pt; }
  return en > pt ? Language::en : fallback;
}

std::string_view tag(Language language) { return language == Language::pt ? "pt" : "en"; }

const std::string& in(Language language, const geo::Text& text) { return language == Language::pt ? text.pt : text.en; }

}  // namespace api

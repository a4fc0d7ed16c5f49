// SPDX-License-Identifier: Apache-2.0
#include "api/negotiation.hpp"

#include "api/http/chars.hpp"
#include "api/http/preference.hpp"

#include <algorithm>
#include <array>

namespace api {
namespace {

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

const std::string& in(Language language, const geo::Text& text) { return language == Language::pt ? text.pt : text.en; }

}  // namespace api

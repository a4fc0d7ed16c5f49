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

std::string_view name_of(Format format) {
  switch (format) {
    case Format::json: break;
    case Format::html: return "html";
    case Format::csv: return "csv";
    case Format::fgb: return "fgb";
    case Format::gpkg: return "gpkg";
  }
  return "json";
}

const FileFormat* file_format(Format format) {
  const auto found = std::find_if(file_formats.begin(), file_formats.end(), [&](const FileFormat& f) { return f.format == format; });
  return found == file_formats.end() ? nullptr : &*found;
}

Format preferred_format(std::string_view accept, bool with_files) {
  Candidate html;
  Candidate json;
  std::array<double, file_formats.size()> files{};
  while (!accept.empty()) {
    const Preference range = next_preference(accept);
    if (equals_ignoring_case(range.name, "text/html")) { html.offer(3, range.weight); }
    if (equals_ignoring_case(range.name, "text/*")) { html.offer(2, range.weight); }
    for (std::size_t i = 0; with_files && i < files.size(); ++i) {
      const std::string_view type = file_formats[i].media_type;
      if (equals_ignoring_case(range.name, type.substr(0, type.find(';')))) { files[i] = std::max(files[i], range.weight); }
    }
    if (is_json_type(range.name)) { json.offer(3, range.weight); }
    if (equals_ignoring_case(range.name, "application/*")) { json.offer(2, range.weight); }
    if (range.name == "*/*") {
      html.offer(1, range.weight);
      json.offer(1, range.weight);
    }
  }
  const auto* const file = std::max_element(files.begin(), files.end());
  if (*file > std::max(html.weight(), json.weight())) { return file_formats[static_cast<std::size_t>(file - files.begin())].format; }
  return html.weight() > json.weight() ? Format::html : Format::json;
}

const std::string& in(Language language, const geo::Text& text) { return language == Language::pt ? text.pt : text.en; }

}  // namespace api

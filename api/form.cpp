// SPDX-License-Identifier: Apache-2.0
#include "api/form.hpp"

#include "api/http/chars.hpp"
#include "api/http/target.hpp"
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/base/time.hpp"

#include <algorithm>

namespace api {

bool is_form(const Request& request) {
  const std::string* type = request.header("Content-Type");
  return type != nullptr &&
         equals_ignoring_case(trim(std::string_view(*type).substr(0, type->find(';'))), "application/x-www-form-urlencoded");
}

FormFields form_fields(const Request& request) {
  FormFields fields;
  if (!parse_pairs(request.body, fields)) {
    throw geo::Error(geo::Problem::usage, "The form cannot be read: what it holds is not encoded as UTF-8 and percent signs.",
                     "O formulário não se consegue ler: o conteúdo não está codificado em UTF-8 e sinais de percentagem.");
  }
  std::erase_if(fields, [](const auto& field) { return trim(field.second).empty(); });
  for (auto field = fields.begin(); field != fields.end(); ++field) {
    if (std::any_of(fields.begin(), field, [&](const auto& earlier) { return earlier.first == field->first; })) {
      const std::string name = geo::excerpt(field->first);
      throw geo::Error(geo::Problem::usage, "The form has the field " + name + " more than once.",
                       "O formulário tem o campo " + name + " mais de uma vez.");
    }
  }
  return fields;
}

const std::string* field_of(const FormFields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? nullptr : &found->second;
}

std::string period_of(std::string_view from, std::string_view to) {
  if (from.empty() && to.empty()) { return {}; }
  return std::string(from.empty() ? ".." : from) + '/' + std::string(to.empty() ? ".." : to);
}

std::optional<Days> days_of(std::string_view period) {
  const std::size_t slash = period.find('/');
  Days days{std::string(period.substr(0, slash)), std::string(slash == std::string_view::npos ? period : period.substr(slash + 1))};
  for (std::string* day : {&days.from, &days.to}) {
    if (*day == "..") { day->clear(); }
    const auto read = day->empty() ? std::nullopt : geo::parse_iso_time(*day);
    if (!day->empty() && (!read || read->has_time)) { return std::nullopt; }
  }
  return days;
}

}  // namespace api

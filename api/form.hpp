// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

/// What a form of ours sends without a script: application/x-www-form-urlencoded.
using FormFields = std::vector<std::pair<std::string, std::string>>;

/// Whether the body says that it is one.
bool is_form(const Request& request);
/// Its fields, each once; those that were not filled in are left out. Throws Error{usage} for a body that is none, and for a field twice.
FormFields form_fields(const Request& request);
/// Null when it was not filled in.
const std::string* field_of(const FormFields& fields, std::string_view name);
/// Two days of a form as the interval that `datetime` takes: "../2024-06-30"; empty when neither is given.
std::string period_of(std::string_view from, std::string_view to);
/// The other way round; a day "2024-06-30" is both of its ends, what is open is empty. Nothing when two days cannot say it.
struct Days {
  std::string from, to;
};
std::optional<Days> days_of(std::string_view period);

}  // namespace api

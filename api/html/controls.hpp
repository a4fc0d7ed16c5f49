// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/html/page.hpp"

#include <string>
#include <string_view>

namespace api {

// The controls of forms: each in its label, usable without a script.

void append_hidden(Html& html, std::string_view name, std::string_view value);
/// Opens a label, which the control must close. `kind`: a class, "wide", or empty.
void begin_control(Html& html, std::string_view label, std::string_view kind = {});
/// Of a list, chosen when `value` is `chosen`.
void append_option(Html& html, std::string_view value, std::string_view label, std::string_view chosen);
/// Two days. The browser's own fields: what they send is the same in every language.
void append_days(Html& html, const Call& call, std::string_view from, std::string_view to);
/// A box to tick, which sends "true".
void append_tick(Html& html, std::string_view name, std::string_view label, bool is_on);

}  // namespace api

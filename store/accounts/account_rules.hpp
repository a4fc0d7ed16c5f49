// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace store {

/// [a-z][a-z0-9._-]{0,62}
bool is_account_name(std::string_view name);

/// Each throws Error{usage} with what would be right.
void check_account_name(const std::string& name);
/// Sorted, each once.
std::vector<std::string> checked_areas(std::vector<std::string> areas);
void check_label(const std::string& label);
void check_days(int days);

[[noreturn]] void throw_no_account(const std::string& name);

}  // namespace store

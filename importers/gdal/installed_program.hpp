// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace importers {

/// A program of ours that is started by this one: beside it, or in ../lib/bairro. Never one that happens to lie in the current folder.
std::filesystem::path installed_program(std::string_view name);

}  // namespace importers

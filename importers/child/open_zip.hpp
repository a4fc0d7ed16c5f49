// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/archive.hpp"
#include "importers/child/source.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace importers::child {

// What a .zip may be: open_zip() looks at its entries and chooses.

void open_shapefile(const Request& request, Archive& archive, Source& source);
void open_table_zip(const Request& request, Archive& archive, Source& source);

/// Copies that macOS adds, and hidden files: nobody's data.
bool is_noise(std::string_view name);
/// Behind the last slash, either kind.
std::string_view file_name(std::string_view path);
/// A to Z in small letters.
std::string small_letters(std::string_view text);

}  // namespace importers::child

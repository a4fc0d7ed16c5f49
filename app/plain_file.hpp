// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/plain/table.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace app {

using FileOptions = std::map<std::string, std::string, std::less<>>;

/// The rows of a file, as importers read them, with the columns that options name: all in memory. `weights` becomes the name of that file
/// without folders. Throws geo::Error: {usage} for a column that the file has not, with those it has; what importers::open() and its
/// reader throw; {too_large} for a file of weights beyond 512 MB.
geo::PlainInput read_plain_input(const std::filesystem::path& file, FileOptions options);

}  // namespace app

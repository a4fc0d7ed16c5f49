// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/links.hpp"

#include <vector>

namespace api {

/// Everything that is asked of a collection as one file: `f` is csv, fgb or gpkg. All that matches, unless `limit` is given, which then
/// has no maximum. The file is written first and sent from the disk, so it has a length, a strong ETag, and can be had in ranges.
Response download(const Call& call);

/// To the files that the service gives out, if it does: of a collection (`path` without its items), or of what the call asks for.
std::vector<Link> download_links(const Call& call, const std::string& items_path);
std::vector<Link> download_links(const Call& call);

}  // namespace api

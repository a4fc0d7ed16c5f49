// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"

#include <string>
#include <string_view>

namespace api {

/// The `next` parameter: where the following page of a collection starts. Clients pass it on and never read it. It holds no
/// secret and no state of the server's, so that it stays good while rows are added and after a restart.
std::string page_token(std::string_view collection, geo::Fid last);

/// The fid the token stands for. Throws Error{usage} for anything that page_token() did not make for this collection.
geo::Fid read_page_token(std::string_view collection, std::string_view token);

}  // namespace api

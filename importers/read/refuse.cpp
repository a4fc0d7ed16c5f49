// SPDX-License-Identifier: Apache-2.0
#include "importers/read/refuse.hpp"

#include "geo/base/error.hpp"

#include <utility>

namespace importers {

void refuse(std::string en, std::string pt) { throw geo::Error(geo::Problem::input, std::move(en), std::move(pt)); }

}  // namespace importers

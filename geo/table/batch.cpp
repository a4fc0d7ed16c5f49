// SPDX-License-Identifier: Apache-2.0
#include "geo/table/batch.hpp"

#include "geo/base/error.hpp"

namespace geo {

void throw_stopped() {
  throw Error(Problem::failed, "the import was stopped; nothing was written", "a importação foi interrompida; nada foi escrito");
}

}  // namespace geo

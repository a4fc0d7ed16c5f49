// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/proj_handle.hpp"

#include <proj.h>

#include <new>

namespace geo::proj {

void Destroy::operator()(pj_ctx* context) const { proj_context_destroy(context); }
void Destroy::operator()(PJconsts* object) const { proj_destroy(object); }

Context make_context() {
  Context context(proj_context_create());
  if (!context) { throw std::bad_alloc(); }
  proj_log_level(context.get(), PJ_LOG_NONE);
  proj_context_set_enable_network(context.get(), 0);
  return context;
}

}  // namespace geo::proj

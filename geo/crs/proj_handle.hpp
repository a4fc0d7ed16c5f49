// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

// PROJ's own names for what it hands out.
struct pj_ctx;
struct PJconsts;

// Private to the .cpp files of this folder.
namespace geo::proj {

struct Destroy {
  void operator()(pj_ctx* context) const;
  void operator()(PJconsts* object) const;
};
using Context = std::unique_ptr<pj_ctx, Destroy>;
using Handle = std::unique_ptr<PJconsts, Destroy>;

/// Silent, and with its network off. Belongs to one thread at a time, with all that is made with it, which it must outlive.
Context make_context();

}  // namespace geo::proj

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/audit/entry.hpp"

#include <optional>

namespace store {

/// While it lives, what this thread writes to a store is on record as done by `actor`; without one it is OpenOptions::actor.
class ActingAs {
 public:
  explicit ActingAs(Actor actor);
  ~ActingAs();
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;

 private:
  std::optional<Actor> m_before;
};

/// Who acts on this thread, if it was said.
const std::optional<Actor>& acting();

}  // namespace store

// SPDX-License-Identifier: Apache-2.0
#include "store/audit/acting.hpp"

#include <utility>

namespace store {
namespace {

std::optional<Actor>& of_this_thread() {
  thread_local std::optional<Actor> actor;
  return actor;
}

}  // namespace

ActingAs::ActingAs(Actor actor) : m_before(std::exchange(of_this_thread(), std::move(actor))) {}
ActingAs::~ActingAs() { of_this_thread() = std::move(m_before); }

const std::optional<Actor>& acting() { return of_this_thread(); }

}  // namespace store

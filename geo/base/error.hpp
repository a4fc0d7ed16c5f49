// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace geo {

/// A sentence for the person who must act, in both languages of the house.
struct Text {
  std::string en;
  std::string pt;

  bool operator==(const Text&) const = default;
};

/// What kind of trouble the world is in. One table in api/ maps it to an HTTP status, one in app/ to an exit code.
enum class Problem {
  usage,        ///< the caller asked for something that has no meaning (unknown option, bad bbox)
  input,        ///< a file or request body that cannot be accepted; nothing was written
  not_found,    ///< the named thing does not exist, or may not be seen, which is the same
  conflict,     ///< it changed since it was read
  too_large,    ///< over a stated limit
  busy,         ///< another writer holds the store; try again
  unsupported,  ///< known but not offered here
  damaged,      ///< the store or its key file fails its own checks
  failed,       ///< the operating system said no (disk full, permission)
};

/// The world is wrong. Our own bugs are asserts; a bad input row is data in a Report. Neither is an Error.
class Error : public std::runtime_error {
 public:
  Error(Problem problem, std::string en, std::string pt)
      : std::runtime_error(en), m_problem(problem), m_text{std::move(en), std::move(pt)} {}

  [[nodiscard]] Problem problem() const noexcept { return m_problem; }
  [[nodiscard]] const Text& text() const noexcept { return m_text; }

 private:
  Problem m_problem;
  Text m_text;
};

}  // namespace geo

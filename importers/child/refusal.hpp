// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace importers::child {

/// The file cannot be read. `code` is one of importers/gdal/refusals.cpp, where its sentence stands.
struct Refusal {
  std::string code;
  std::string detail = {};
  std::vector<std::string> names = {};
};

[[noreturn]] inline void refuse(std::string code, std::string detail = {}, std::vector<std::string> names = {}) {
  throw Refusal{std::move(code), std::move(detail), std::move(names)};
}

}  // namespace importers::child

// SPDX-License-Identifier: Apache-2.0
#include "importers/gdal/installed_program.hpp"

#include <system_error>

namespace importers {

std::filesystem::path installed_program(std::string_view name) {
  std::error_code none;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", none);
  const std::filesystem::path here = self.is_absolute() ? self.parent_path() : "/usr/bin";
  std::filesystem::path beside = here / name;
  return std::filesystem::exists(beside, none) ? beside : here.parent_path() / "lib" / "bairro" / name;
}

}  // namespace importers

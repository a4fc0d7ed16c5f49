// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace importers::child {

/// Listens to what GDAL complains about while it lives; nothing reaches standard error.
class GdalErrors {
 public:
  GdalErrors();
  ~GdalErrors();
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;

  /// Errors so far; warnings do not count.
  [[nodiscard]] std::int64_t failures() const { return m_failures; }
  /// The first of them, without paths of ours.
  [[nodiscard]] const std::string& first() const { return m_first; }

  void add(std::string message);

 private:
  std::int64_t m_failures = 0;
  std::string m_first;
};

}  // namespace importers::child

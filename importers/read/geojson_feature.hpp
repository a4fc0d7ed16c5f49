// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/column_names.hpp"
#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Reads single features and keeps the columns found in them: one per distinct property, in the order first seen, and
/// "@id" for the feature's own id.
class FeatureParser {
 public:
  FeatureParser(std::string file, const ReadLimits& limits);
  FeatureParser(const FeatureParser&) = delete;
  FeatureParser& operator=(const FeatureParser&) = delete;
  ~FeatureParser();

  /// Fills cells, geometry and problem of `record`; `readable` bytes (at least 64 more than the size) may be read from
  /// `feature` on. Views in the record point into the parser or `feature`. `file_crs`: what a `crs` member of the feature
  /// must agree with. Throws geo::Error{input} when there are more properties than the limit allows.
  void parse(std::string_view feature, std::size_t readable, std::string_view file_crs, Record& record);

  [[nodiscard]] const std::vector<Column>& columns() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace importers

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/import.hpp"
#include "importers/report/report.hpp"

#include <string>
#include <vector>

namespace importers {

/// How the file was read in which rows were refused: what it takes to read them again just so. Rows of one layout can stand in
/// one file for correction, whatever week they are of.
struct Layout {
  std::string source;
  std::vector<std::string> columns;  ///< of the file, in its order; those that identify people are gone
  std::vector<ColumnFate> fates;
  std::vector<Constant> constants;
  FileFacts file;
  std::string own_profile;  ///< fingerprint of the profile that the user gave as a file; empty: none
  std::string fingerprint;  ///< the same for two layouts that are alike
};

/// `options`: BatchInfo::options of the batch. Throws Error{damaged}.
Layout layout_of(const std::string& report_json, const std::string& source, const std::string& options);

/// The options under which corrected rows are read as the first file was. Of `given` are taken: own_profile, dry_run, strict,
/// language, area, now. Throws Error{usage} when the layout needs a profile of the user's that is not there, or another.
ImportOptions options_like(const Layout& layout, const ImportOptions& given);

}  // namespace importers

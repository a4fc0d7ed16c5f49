// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "importers/read/record.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Where one field of the collection comes from in the files of one source.
struct ProfileField {
  std::string field;
  std::vector<std::string> columns;  ///< fold_name() form, the surest first; the first one that the file has counts
  std::vector<std::string> tags;     ///< HXL: "#adm2+code"; a column's tag must have all of these attributes
  std::map<std::string, std::string>
      values;            ///< cell in fold() form -> what the field takes it for ("": nothing); other cells count as they are
  std::string constant;  ///< for rows that have no value; then there are no columns
};

/// What is known of the files that one source hands out: data, not code. The built-in ones stand in importers/profiles/*.toml.
struct SourceProfile {
  std::string id;
  geo::Text title;
  std::vector<std::string> collections;  ///< that it can fill
  std::vector<std::string> columns;      ///< of files without a header: names in their order; recognised by their number
  std::vector<std::string> detect;       ///< columns in fold_name() form that only its files have together
  std::string source;                    ///< name of the source for keys that are unique in the whole world; else empty
  std::vector<std::string> key;          ///< columns that may carry the row's key, the surest first
  std::string time_zone;                 ///< of times without an offset, unless the user says
  std::vector<ProfileField> fields;
  std::string only_column;               ///< rows where it says something else than `only_values` are no rows of the collection
  std::vector<std::string> only_values;  ///< in fold() form
  std::string fingerprint;               ///< of the text: another text is another way to read a file
  std::vector<std::string> ignore;       ///< columns that say nothing, kept nowhere; named in the report
};

using ProfilePointer = std::shared_ptr<const SourceProfile>;

/// A profile in TOML; docs/profiles.md says what may stand there. `name` is for sentences. Throws Error{usage} with the line.
ProfilePointer parse_profile(std::string_view toml, const std::string& name);

/// Those in importers/profiles, by id. Parsed once.
const std::vector<ProfilePointer>& builtin_profiles();

/// Which HXL tags are which fields, over all collections; importers/profiles/hxl.toml.
const std::vector<ProfileField>& hxl_tags();

/// By --profile: "auto" finds the one whose columns the file has (the one that asks for most of them; for a file without a header
/// the one with as many), "none" is none, else
/// an id; `own` is a profile that the user wrote, and is taken whatever `wanted` says. nullptr: none fits, or none is wanted.
/// Throws Error{usage} for an unknown id and for a profile that does not fill this collection.
ProfilePointer choose_profile(std::string_view wanted, const ProfilePointer& own, std::string_view collection,
                              const std::vector<Column>& columns, bool has_header = true);

/// Whether an HXL tag ("#affected +f +killed") is `pattern` ("#affected+killed"): the same tag, and all its attributes.
bool tag_matches(std::string_view tag, std::string_view pattern);

}  // namespace importers

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/file_part.hpp"
#include "geo/table/role.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// A file of tiles, as it says of itself.
struct TileExport {
  std::string name;  ///< in its folder
  std::shared_ptr<const OpenFile> file;
  std::string etag;
  geo::Role role;                   ///< whose view it shows
  std::vector<std::string> layers;  ///< ids of collections
  std::string title;
  std::string export_id;
  std::uint64_t rows = 0;
  int min_zoom = 0, max_zoom = 0;
};

/// Whether the role sees all that another one sees of some collections, rows, columns and areas: a file holds what its role saw.
bool sees_as_much(const geo::Role& role, const geo::Role& other, const std::vector<std::string>& collections);

/// The .pmtiles files in a folder that `bairro tiles build` has made: plain files with simple names that say whose view they show. Others
/// are not there. A file is looked at again when it is another, or has been written to. Thread-safe.
class Exports {
 public:
  /// Empty: there are none.
  explicit Exports(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  using FilePtr = std::shared_ptr<const TileExport>;
  /// Null: there is no such file that this role may have.
  [[nodiscard]] FilePtr get(const std::string& name, const geo::Role& role) const;
  /// Those that the role may have, by name.
  [[nodiscard]] std::vector<FilePtr> list(const geo::Role& role) const;

 private:
  /// What the file was when it was read.
  struct State {
    std::uint64_t device = 0, inode = 0, bytes = 0;
    std::int64_t modified_ns = 0, changed_ns = 0;

    bool operator==(const State&) const = default;
  };
  struct Known {
    State state;
    std::optional<TileExport> description;  ///< without the open file; none: it is none of ours
  };
  static std::optional<TileExport> description(const std::shared_ptr<const OpenFile>& file, const std::string& name, const State& state);
  [[nodiscard]] FilePtr look(const std::string& name) const;

  std::filesystem::path m_folder;
  mutable std::mutex m_mutex;
  mutable std::map<std::string, Known> m_known;
};

}  // namespace api

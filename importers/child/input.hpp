// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace importers::child {

/// The file that was handed in, by its descriptor; it has no name here.
class Input {
 public:
  /// Asks for the size, reads nothing. Throws Refusal{"unreadable"} when the descriptor is no regular file.
  explicit Input(int descriptor);

  [[nodiscard]] std::uint64_t size() const { return m_size; }
  /// As many bytes as there are, at most `size`. Throws Refusal{"unreadable"} when the disk fails.
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) const;
  /// Exactly these bytes; throws Refusal{"truncated"} when the file is shorter.
  [[nodiscard]] std::string bytes(std::uint64_t offset, std::uint64_t size) const;
  /// Where the farthest byte ends that was read since forget_furthest().
  [[nodiscard]] std::uint64_t furthest() const { return m_furthest; }
  void forget_furthest() const { m_furthest = 0; }

 private:
  int m_descriptor;
  std::uint64_t m_size = 0;
  mutable std::uint64_t m_furthest = 0;
};

/// Makes the file appear to GDAL as input_path, and nothing else with it. `input` must live as long as GDAL reads.
void show_to_gdal(const Input& input);
inline constexpr const char* input_path = "/vsiinput/file.gpkg";

}  // namespace importers::child

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/byte_source.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace importers {

/// The part of a stream that is in memory now. Always filled as far as its capacity or the end of the source allows, so
/// that what a reader sees does not depend on how the source cuts its bytes. `slack` readable bytes follow the last one.
class Window {
 public:
  static constexpr std::size_t slack = 64;

  /// Fills itself at once.
  Window(std::unique_ptr<ByteSource> source, std::size_t capacity);

  [[nodiscard]] char* data() { return m_bytes.get(); }
  [[nodiscard]] const char* data() const { return m_bytes.get(); }
  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] std::string_view view() const { return {m_bytes.get(), m_size}; }
  /// Nothing follows what is in the window.
  [[nodiscard]] bool complete() const { return m_complete; }
  [[nodiscard]] double progress() const { return m_source->progress(); }

  /// Drops the first `keep_from` bytes and reads more behind the rest; the capacity doubles when the rest takes more than
  /// half of it. All pointers become invalid. Precondition: !complete().
  void advance(std::size_t keep_from);

 private:
  void fill();

  std::unique_ptr<ByteSource> m_source;
  std::unique_ptr<char[]> m_bytes;
  std::size_t m_capacity;
  std::size_t m_size = 0;
  bool m_complete = false;
};

}  // namespace importers

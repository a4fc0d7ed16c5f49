// SPDX-License-Identifier: Apache-2.0
#include "importers/read/gzip_source.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t input_bytes = std::size_t{64} << 10U;

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> compressed, const std::string& name, const ReadLimits& limits)
      : m_compressed(std::move(compressed)), m_name(geo::excerpt(name)), m_limits(limits), m_input(input_bytes, '\0') {
    if (inflateInit2(&m_stream, 16 + MAX_WBITS) != Z_OK) {
      throw geo::Error(geo::Problem::failed, "There is not enough memory to inflate a file.",
                       "Não há memória suficiente para descomprimir um ficheiro.");
    }
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&m_stream); }

  std::size_t read(char* into, std::size_t size) override {
    if (m_done) { return 0; }
    m_stream.next_out = reinterpret_cast<Bytef*>(into);
    const auto wanted = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
    m_stream.avail_out = wanted;
    while (m_stream.avail_out == wanted && !m_done) { step(); }
    const std::size_t got = wanted - m_stream.avail_out;
    m_out += got;
    check_limits();
    return got;
  }

  [[nodiscard]] double progress() const override { return m_compressed->progress(); }

 private:
  bool refill() {
    const std::size_t got = m_compressed->read(m_input.data(), m_input.size());
    m_in += got;
    m_stream.next_in = reinterpret_cast<Bytef*>(m_input.data());
    m_stream.avail_in = static_cast<uInt>(got);
    return got != 0;
  }

  void step() {
    if (m_stream.avail_in == 0 && !refill()) {
      if (!m_between_members) { refuse_truncated(); }
      m_done = true;
      return;
    }
    if (m_between_members && !begin_member()) { return; }
    const int result = inflate(&m_stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      m_between_members = true;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      refuse(fmt::format("{} is a damaged gzip file: its bytes do not fit its checksum or format.", m_name),
             fmt::format("{} é um ficheiro gzip danificado: os bytes não correspondem à soma de controlo ou ao formato.", m_name));
    }
  }

  /// Skips zero padding; false when the input at hand was only padding.
  bool begin_member() {
    if (m_members > 0 && *m_stream.next_in == 0) { m_padding = true; }
    while (m_padding && m_stream.avail_in > 0 && *m_stream.next_in == 0) {
      ++m_stream.next_in;
      --m_stream.avail_in;
    }
    if (m_stream.avail_in == 0) { return false; }
    if (m_padding || *m_stream.next_in != 0x1f) {
      refuse(fmt::format("{} has other bytes after the end of its gzip data.", m_name),
             fmt::format("{} tem outros bytes depois do fim dos dados gzip.", m_name));
    }
    inflateReset(&m_stream);
    m_between_members = false;
    ++m_members;
    return true;
  }

  [[noreturn]] void refuse_truncated() const {
    refuse(fmt::format("{} is a truncated gzip file: it ends before its compressed data does.", m_name),
           fmt::format("{} é um ficheiro gzip incompleto: termina antes dos dados comprimidos.", m_name));
  }

  void check_limits() const {
    if (m_out > m_limits.inflated_bytes) {
      refuse(fmt::format("{} inflates to more than {} bytes, the limit for one file.", m_name, m_limits.inflated_bytes),
             fmt::format("{} descomprimido tem mais de {} bytes, o limite para um ficheiro.", m_name, m_limits.inflated_bytes));
    }
    if (m_out > m_limits.inflate_free_bytes && m_out / m_limits.inflate_ratio > m_in) {
      refuse(
          fmt::format("{} inflates to more than {} times its size, the limit against gzip bombs.", m_name, m_limits.inflate_ratio),
          fmt::format("{} descomprimido tem mais de {} vezes o seu tamanho, o limite contra bombas gzip.", m_name, m_limits.inflate_ratio));
    }
  }

  std::unique_ptr<ByteSource> m_compressed;
  std::string m_name;
  ReadLimits m_limits;
  std::string m_input;
  z_stream m_stream{};
  std::uint64_t m_in = 0;
  std::uint64_t m_out = 0;
  std::uint64_t m_members = 0;
  bool m_between_members = true;
  bool m_padding = false;
  bool m_done = false;
};

}  // namespace

bool looks_like_gzip(std::string_view first_bytes) { return first_bytes.substr(0, 2) == "\x1f\x8b"; }

std::unique_ptr<ByteSource> gzip_source(std::unique_ptr<ByteSource> compressed, const std::string& name, const ReadLimits& limits) {
  return std::make_unique<GzipSource>(std::move(compressed), name, limits);
}

}  // namespace importers

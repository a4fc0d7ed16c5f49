// SPDX-License-Identifier: Apache-2.0
// The program `bairro-geotiff`: makes a Cloud Optimized GeoTIFF of the numbers on its standard input (store/geotiff/protocol.hpp) and
// writes it to its standard output. Started by `bairro`. Ends with 0 when the file is whole.
#include "store/geotiff/write.hpp"

#include <cerrno>
#include <string>
#include <unistd.h>

namespace {

bool read_all(std::string& into) {
  char bytes[1U << 16U];
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (got == 0) { return true; }
    if (got > 0) {
      into.append(bytes, static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      return false;
    }
  }
}

bool write_all(const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t done = ::write(STDOUT_FILENO, bytes.data() + at, bytes.size() - at);
    if (done < 0 && errno != EINTR) { return false; }
    at += done > 0 ? static_cast<std::size_t>(done) : 0;
  }
  return true;
}

}  // namespace

int main() {
  std::string input;
  if (!read_all(input)) { return 1; }
  const std::string file = store::geotiff::cloud_optimized_geotiff(input);
  return !file.empty() && write_all(file) ? 0 : 1;
}

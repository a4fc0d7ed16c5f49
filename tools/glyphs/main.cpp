// SPDX-License-Identifier: Apache-2.0
// usage: make_glyphs FONT STACK FOLDER FIRST…      writes FOLDER/FIRST-LAST.pbf for each range of 256 code points
#include "tools/glyphs/glyphs.hpp"

#include <charconv>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>

namespace {

std::uint32_t first_of(const char* text) {
  std::uint32_t first = 0;
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, first);
  if (error != std::errc() || stop != end || first % tools::range_length != 0) {
    throw std::runtime_error(std::string("'") + text + "' is not a multiple of 256");
  }
  return first;
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) { throw std::runtime_error("cannot write " + path.string()); }
}

void run(int argc, char** argv) {
  if (argc < 5) { throw std::runtime_error("usage: make_glyphs FONT STACK FOLDER FIRST..."); }
  const std::filesystem::path folder(argv[3]);
  std::filesystem::create_directories(folder);
  for (int i = 4; i < argc; ++i) {
    const std::uint32_t first = first_of(argv[i]);
    const std::string name = std::to_string(first) + '-' + std::to_string(first + tools::range_length - 1) + ".pbf";
    write_file(folder / name, tools::glyph_range(argv[1], argv[2], first));
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(argc, argv);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make_glyphs: " << error.what() << '\n';
    return 1;
  }
}

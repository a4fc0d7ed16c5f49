// SPDX-License-Identifier: Apache-2.0
#include "importers/gdal/refusals.hpp"

#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace importers {
namespace {

/// {file} with its name, {format}, {detail} quoted, {plain} the same for numbers and names of ours, {names} quoted.
struct Sentence {
  std::string_view code;
  const char* en;
  const char* pt;
};

constexpr std::array<Sentence, 45> sentences{{
    {"unreadable", "{file} cannot be read as {format}: {detail}; it may be damaged, export it again",
     "{file} não pode ser lido como {format}: {detail}; talvez esteja danificado, exporte-o de novo"},
    {"truncated", "{file} is truncated: it ends before its content does", "{file} está incompleto: termina antes do seu conteúdo"},
    {"damaged", "{file} is a damaged database ({detail}); export it again",
     "{file} é uma base de dados danificada ({detail}); exporte-o de novo"},
    {"memory", "{file} needs more than 1 GB of memory to be read, the limit; divide it, or export it as CSV or GeoJSON",
     "{file} precisa de mais de 1 GB de memória para ser lido, o limite; divida-o, ou exporte-o como CSV ou GeoJSON"},
    {"no-layers", "{file} has no layer with rows", "{file} não tem nenhuma camada com linhas"},
    {"layers", "{file} has several layers; say which with --layer, one of: {names}",
     "{file} tem várias camadas; indique qual com --layer, uma de: {names}"},
    {"no-such-layer", "{file} has no layer {detail}; it has: {names}", "{file} não tem a camada {detail}; tem: {names}"},
    {"not-geopackage", "{file} is an SQLite database but no GeoPackage: it has no table {plain}",
     "{file} é uma base de dados SQLite mas não um GeoPackage: não tem a tabela {plain}"},
    {"views", "{file} has a view, {detail}: a program that would run while it is read; export the layer alone into a new GeoPackage",
     "{file} tem uma vista, {detail}: um programa que correria durante a leitura; exporte só a camada para um GeoPackage novo"},
    {"triggers", "{file} has a trigger that neither GDAL nor QGIS makes, {detail}; export the layer alone into a new GeoPackage",
     "{file} tem um gatilho que nem o GDAL nem o QGIS criam, {detail}; exporte só a camada para um GeoPackage novo"},
    {"virtual-tables",
     "{file} has a virtual table, {detail}: a program that would run while it is read; export the layer alone into a new GeoPackage",
     "{file} tem uma tabela virtual, {detail}: um programa que correria durante a leitura; exporte só a camada para um GeoPackage novo"},
    {"archive-cut", "{file} is no whole zip archive: its directory, which stands at the end, is missing",
     "{file} não é um arquivo zip inteiro: falta o seu directório, que fica no fim"},
    {"archive-directory", "{file} is a damaged zip archive: its directory does not fit what lies in it",
     "{file} é um arquivo zip danificado: o directório não corresponde ao que está dentro"},
    {"archive-overlap", "{file} is a false zip archive: its entries share bytes",
     "{file} é um arquivo zip falso: as suas entradas partilham bytes"},
    {"archive-entry", "{file} is a damaged zip archive: length or checksum of {detail} is not what its directory says",
     "{file} é um arquivo zip danificado: o tamanho ou a soma de controlo de {detail} não é o que diz o directório"},
    {"archive-kind", "{file} is a kind of zip archive that is not read (split, ZIP64 or an unusual compression); pack it again",
     "{file} é um tipo de arquivo zip que não se lê (dividido, ZIP64 ou compressão invulgar); comprima-o de novo"},
    {"archive-encrypted", "{file} is protected by a password; save it without one", "{file} está protegido por senha; guarde-o sem senha"},
    {"archive-entries", "{file} holds more than {plain} files, the limit", "{file} contém mais de {plain} ficheiros, o limite"},
    {"archive-link", "{file} holds a link, {detail}; links are never followed",
     "{file} contém uma ligação, {detail}; ligações nunca são seguidas"},
    {"archive-nested", "{file} holds an archive inside the archive, {detail}; unpack it and import what is inside",
     "{file} contém um arquivo dentro do arquivo, {detail}; descomprima-o e importe o que está dentro"},
    {"archive-size", "{file} unpacks to more than {plain} bytes, the limit", "{file} descomprimido tem mais de {plain} bytes, o limite"},
    {"archive-ratio", "{file} unpacks to more than {plain} times its size, the limit against zip bombs",
     "{file} descomprimido tem mais de {plain} vezes o seu tamanho, o limite contra bombas zip"},
    {"archive-empty", "{file} holds neither a Shapefile (.shp) nor a table (.csv); put one of them into the archive",
     "{file} não contém nem um Shapefile (.shp) nem uma tabela (.csv); ponha um deles no arquivo"},
    {"archive-lacks", "{file} is no {format}: {plain} is missing in the archive", "{file} não é {format}: falta {plain} no arquivo"},
    {"several-documents", "{file} holds more than one {detail}; leave one of them in the archive",
     "{file} contém mais de um {detail}; deixe só um no arquivo"},
    {"xml-doctype", "{file} declares a document type or entities (DOCTYPE), which files of this kind have no need of; it is not read",
     "{file} declara um tipo de documento ou entidades (DOCTYPE), de que ficheiros deste tipo não precisam; não é lido"},
    {"xml-encoding", "{file} is XML in an encoding that is not read ({detail}); save it as UTF-8",
     "{file} é XML numa codificação que não se lê ({detail}); guarde-o como UTF-8"},
    {"xml-depth", "{file} is XML nested deeper than {plain}, the limit", "{file} é XML com mais de {plain} níveis, o limite"},
    {"xml-root", "{file} is named as {format} but holds other XML, {detail}", "{file} tem nome de {format} mas contém outro XML, {detail}"},
    {"not-spreadsheet", "{file} is no spreadsheet of OpenDocument; save it as .ods",
     "{file} não é uma folha de cálculo OpenDocument; guarde-o como .ods"},
    {"sheet-repeats", "{file} repeats rows or cells until they are more than {plain} bytes, the limit; clear the empty part of the sheet",
     "{file} repete linhas ou células até terem mais de {plain} bytes, o limite; limpe a parte vazia da folha"},
    {"hxl-hashes", "row {plain} of {file} looks like HXL hashtags without their '#'; write it before each of them, or take the row out",
     "a linha {plain} de {file} parece ter etiquetas HXL sem o '#'; escreva-o antes de cada uma, ou tire a linha"},
    {"raster-size", "{file} has more than {plain} cells, the limit; cut out the area that you need",
     "{file} tem mais de {plain} células, o limite; recorte a área de que precisa"},
    {"raster-blocks",
     "{file} is packed in blocks of {plain} bytes, more than the limit; write it again with tiles (gdal_translate -co TILED=YES)",
     "{file} está dividido em blocos de {plain} bytes, acima do limite; escreva-o de novo em mosaicos (gdal_translate -co TILED=YES)"},
    {"raster-place", "{file} does not say where on earth it lies, or lies askew; georeference it, north up",
     "{file} não diz onde fica na Terra, ou está inclinado; georreferencie-o, com o norte para cima"},
    {"raster-numbers", "{file} holds complex numbers or colours, not one figure a cell",
     "{file} contém números complexos ou cores, e não um valor por célula"},
    {"shapes-and-rows", "{file} is no whole Shapefile: {plain} shapes in the .shx, but {names} rows in the .dbf; export it again",
     "{file} não é um Shapefile inteiro: {plain} formas no .shx, mas {names} linhas no .dbf; exporte-o de novo"},
    {"row-count", "{file} is damaged: it says that it has {plain} rows, and {names} can be read; export it again",
     "{file} está danificado: diz ter {plain} linhas, e conseguem ler-se {names}; exporte-o de novo"},
    {"left-over", "{file} is damaged: {plain} bytes stand behind its last row; export it again",
     "{file} está danificado: há {plain} bytes depois da sua última linha; exporte-o de novo"},
    {"encoding", "{file} says that its text is in {detail}, which is not read; export it as UTF-8, or say --encoding windows-1252",
     "{file} diz que o texto está em {detail}, que não se lê; exporte-o como UTF-8, ou indique --encoding windows-1252"},
    {"crs", "{file} is in the coordinate system {detail}, which has no EPSG number; say with --crs EPSG:n which it is",
     "{file} está no sistema de coordenadas {detail}, que não tem número EPSG; indique com --crs EPSG:n qual é"},
    {"sandbox", "{format} files are only read in a locked-down process, and this system does not provide it ({detail})",
     "Ficheiros {format} só são lidos num processo isolado, e este sistema não o permite ({detail})"},
    {"driver",
     "{format} files cannot be read: this system's GDAL has no driver for them, or PROJ no database ({detail}); install libgdal32 and "
     "proj-data",
     "Ficheiros {format} não podem ser lidos: o GDAL deste sistema não tem o controlador, ou o PROJ a base de dados ({detail}); instale "
     "libgdal32 e proj-data"},
    {"arguments", "bairro and bairro-read are of different versions; install both again",
     "bairro e bairro-read são de versões diferentes; instale ambos de novo"},
    {"protocol", "The process that read {file} answered nonsense; {format} file not taken",
     "O processo que leu {file} deu uma resposta sem sentido; o ficheiro {format} não foi aceite"},
}};

geo::Problem problem_of(std::string_view code) {
  if (code == "sandbox" || code == "driver") { return geo::Problem::unsupported; }
  return code == "arguments" ? geo::Problem::failed : geo::Problem::input;
}

std::string quoted(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) { list += (list.empty() ? "" : ", ") + geo::excerpt(name); }
  return list;
}

/// Quotes by geo::excerpt already when the process did; only harmless characters otherwise.
std::string plain(std::string_view detail) {
  const bool harmless = std::all_of(detail.begin(), detail.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return harmless && detail.size() <= 40 ? std::string(detail) : geo::excerpt(detail);
}

}  // namespace

geo::Error refusal_error(const ChildRefusal& refusal, std::string_view file, const GdalFormat& format) {
  const auto* found = std::find_if(sentences.begin(), sentences.end(), [&](const Sentence& s) { return s.code == refusal.code; });
  if (found == sentences.end()) { found = sentences.end() - 1; }
  const std::string detail = geo::excerpt(refusal.detail);
  const std::string names = (found->code == "shapes-and-rows" || found->code == "row-count") && !refusal.names.empty()
                                ? plain(refusal.names.front())
                                : quoted(refusal.names);
  const auto sentence = [&](const char* text) {
    return fmt::format(fmt::runtime(text), fmt::arg("file", file), fmt::arg("format", format.name), fmt::arg("detail", detail),
                       fmt::arg("plain", plain(refusal.detail)), fmt::arg("names", names)) +
           ".";
  };
  return {problem_of(found->code), sentence(found->en), sentence(found->pt)};
}

geo::Text note_text(std::string_view code, std::string_view detail) {
  if (code == "links") {
    return {fmt::format("{} links to other files (NetworkLink) were not followed", plain(detail)),
            fmt::format("{} ligações a outros ficheiros (NetworkLink) não foram seguidas", plain(detail))};
  }
  if (code == "binary") {
    return {fmt::format("the column {} holds binary data and is not read", geo::excerpt(detail)),
            fmt::format("a coluna {} contém dados binários e não é lida", geo::excerpt(detail))};
  }
  if (code == "cell-errors") {
    return {fmt::format("cells with an error of the spreadsheet count as empty: {}", plain(detail)),
            fmt::format("células com um erro da folha de cálculo contam como vazias: {}", plain(detail))};
  }
  if (code == "merged-cells") {
    return {fmt::format("cells that go down over several rows hold in each of them: repeated {} times", plain(detail)),
            fmt::format("células unidas que abrangem várias linhas valem em cada uma: repetidas {} vezes", plain(detail))};
  }
  if (code == "hidden-sheets") {
    return {fmt::format("hidden sheets: {}", geo::excerpt(detail)), fmt::format("folhas ocultas: {}", geo::excerpt(detail))};
  }
  if (code == "sheet-title") {
    return {fmt::format("what stands above the column names is no data: {}", geo::excerpt(detail)),
            fmt::format("o que está acima dos nomes das colunas não são dados: {}", geo::excerpt(detail))};
  }
  if (code == "undeclared") {
    return {fmt::format("data under names that the Schema of the file does not declare were not read: {}", geo::excerpt(detail)),
            fmt::format("não foram lidos dados com nomes que o Schema do ficheiro não declara: {}", geo::excerpt(detail))};
  }
  return {};
}

}  // namespace importers

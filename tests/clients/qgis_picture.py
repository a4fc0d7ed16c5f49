# SPDX-License-Identifier: Apache-2.0
"""Draws the layers of an exported GeoPackage, each in the style it came with, for docs/pictures."""

import math

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPalLayerSettings,
    QgsProject,
    QgsRectangle,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

MAP = QSize(760, 860)
PANEL_PX = 360
FOOT_PX = 36
SEA = QColor("#E8F0F5")
INK = QColor("#333333")
FAMILY = "DejaVu Sans"
# From top to bottom.
ORDER = ["sites", "cscs", "incidents", "catchments", "admin_areas"]


def land(districts):
    """White under the districts, so that the sea can be told from them."""
    copy = QgsVectorLayer("Polygon?crs=EPSG:4326", "land", "memory")
    copy.dataProvider().addFeatures(list(districts.getFeatures()))
    symbol = copy.renderer().symbol()
    symbol.setColor(QColor("white"))
    symbol.symbolLayer(0).setStrokeStyle(Qt.NoPen)
    return copy


def name_districts(layer):
    text = QgsTextFormat()
    text.setFont(QFont(FAMILY))
    text.setSize(8)
    text.setColor(QColor("#444444"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def map_settings(layers, extent):
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), mercator, QgsProject.instance())
    box = transform.transformBoundingBox(extent)
    box.scale(1.06)
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(MAP)
    settings.setDestinationCrs(mercator)
    settings.setTransformContext(QgsProject.instance().transformContext())
    settings.setExtent(QgsRectangle(box))
    settings.setBackgroundColor(SEA)
    return settings


def write(painter, x, y, words, size=11, bold=False, colour=INK):
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(x, y), words)


def draw_legend(painter, layers, x, y):
    for layer in layers:
        symbols = [item for item in layer.renderer().legendSymbolItems() if item.symbol()]
        write(painter, x, y, layer.name(), 15, bold=len(symbols) > 1)
        if len(symbols) == 1:
            painter.drawImage(QPointF(x - 34, y - 18), symbols[0].symbol().asImage(QSize(26, 26)))
        else:
            for item in symbols:
                y += 24
                painter.drawImage(QPointF(x - 34, y - 17), item.symbol().asImage(QSize(24, 24)))
                write(painter, x, y, item.label(), 13)
        y += 34
    return y


def draw_scale(painter, settings, x, y):
    """A bar of so many kilometres in the middle of the map: Web Mercator stretches with the latitude."""
    centre = settings.visibleExtent().center()
    latitude = math.atan(math.sinh(centre.y() / 6378137))
    pixels_per_km = 1000 / settings.mapUnitsPerPixel() / math.cos(latitude)
    km = next(k for k in (200, 100, 50, 20, 10, 5, 2, 1) if k * pixels_per_km < 180)
    painter.setPen(QPen(INK, 2))
    for a, b in (((0, 0), (km * pixels_per_km, 0)), ((0, -5), (0, 5)), ((km * pixels_per_km, -5), (km * pixels_per_km, 5))):
        painter.drawLine(QPointF(x + a[0], y + a[1]), QPointF(x + b[0], y + b[1]))
    write(painter, x + km * pixels_per_km + 10, y + 5, f"{km} km", 13)


def draw(layers, file, title="Policiamento comunitário", order=None):
    """The picture, with a legend, a scale and the line that says that nothing of it is true. False when QGIS drew nothing."""
    shown = [layers[name] for name in order or ORDER if name in layers]
    districts = layers["admin_areas"]
    name_districts(districts)
    ground = land(districts)  # the settings do not keep it
    settings = map_settings(shown + [ground], districts.extent())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = QImage(MAP.width() + PANEL_PX, MAP.height() + FOOT_PX, QImage.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.Antialiasing)
    painter.drawImage(0, 0, job.renderedImage())
    left = MAP.width() + 30
    write(painter, left, 56, title, 20, bold=True)
    write(painter, left, 82, "GeoPackage exportado, aberto no QGIS", 13, colour=QColor("#666666"))
    end = draw_legend(painter, shown, left + 34, 140)
    draw_scale(painter, settings, left, end + 16)
    painter.fillRect(QRectF(0, MAP.height(), image.width(), FOOT_PX), QColor("#FFF3CD"))
    write(painter, 16, MAP.height() + 23, "Invented sample data · Dados de exemplo inventados", 14, bold=True)
    painter.end()
    return not job.errors() and image.save(str(file))

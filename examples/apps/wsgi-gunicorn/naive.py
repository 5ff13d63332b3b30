"""The same app as many run it: the pools are opened when it is loaded, and nobody
closes them."""
import logs
from app import app, shop

logs.begin()
logs.keep()
if shop:
    shop.open()

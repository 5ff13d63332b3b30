"""gunicorn as most people run it: the address and the workers, no more."""
import os

bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8080')}"
workers = 2
worker_class = "gthread"
threads = 32

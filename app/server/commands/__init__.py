"""The commands of `keukentafel-server`: one file for each group, put together by `app.server.admin`."""
